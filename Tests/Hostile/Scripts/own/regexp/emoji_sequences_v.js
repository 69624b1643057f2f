/^\p{RGI_Emoji}+$/v.test("\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67".repeat(2e4)+"x")
