// pureedge-fuzz target=host form=Input seed=0 case=1
archive
PEB1ÿÿÿÿÿ
