"""What people read: the plan folder, workbooks, notices and the web page."""
