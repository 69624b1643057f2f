new RegExp("[\\q{"+Array.from({length:2e4},(_,i)=>"s"+i).join("|")+"}]+$","v").test("s1s2".repeat(100))
