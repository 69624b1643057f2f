// pureedge-fuzz target=host form=Input seed=0 case=0
cron
30 6 15W 2 7L
