Intl.NumberFormat.supportedLocalesOf(Array.from({length:2e5},(_,i)=>"en-US-x-a"+i.toString(36))).length
