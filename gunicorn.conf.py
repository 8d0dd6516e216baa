"""What every gunicorn of ours is told, wherever its command line stands; it reads this file by itself."""

# A filter of the cars may hold 200 characters, 12 bytes each once they are quoted: more than the 4094 bytes that
# gunicorn takes, and it refuses a longer line with a page of HTML. This is the most that it can be told to take.
limit_request_line = 8190
# Without the query, where staff's searches stand: names and numbers of customers.
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
