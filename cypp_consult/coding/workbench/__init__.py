"""What stands beside the tags of an answer and beside the list of answers: flags, memos, habits, saved views."""
