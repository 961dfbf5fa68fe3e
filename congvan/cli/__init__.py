"""The command line: arguments → request of an act → printed outcome and exit code. One module a command. Imports every
package.
"""
