let s="0x"+"f".repeat(2e7);Number(s)+parseInt(s,16)+Number("0b"+"1".repeat(2e7))+Number("0o"+"7".repeat(2e7))
