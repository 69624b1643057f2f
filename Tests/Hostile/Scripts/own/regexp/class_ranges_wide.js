new RegExp("["+Array.from({length:3e4},(_,i)=>String.fromCharCode(0x3000+i%0x5000)+"-"+String.fromCharCode(0x3000+i%0x5000+5)).join("")+"]","i").test("\u3005")
