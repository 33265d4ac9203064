"""A list of people on its way in: bytes → cells → lines → what would become of each (rules PE-12 to PE-15)."""
