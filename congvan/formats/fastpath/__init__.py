"""Records that differ in their texts only: which text of the record stands where, without a run of the template."""
