"""Files of an inbox: what lies in folders, archives and mails, opened within limits and read as grids.

`sent` lists and reads files; `archives` takes files out of archives and mails; `conversions` asks LibreOffice for what
is kept in other formats; `opened` says what a file is: a grid to read, a scan to keep, or why it is refused. Imports
grids, libreoffice, opc and nd30's door to papers.
"""
