"""What a template is, which ones ship, and what may be stored of an own one."""
