let f=new Intl.NumberFormat("en",{roundingIncrement:5000,maximumFractionDigits:20,minimumFractionDigits:20,roundingMode:"halfEven"});for(let i=0;;i++)f.format("0."+"1234567890".repeat(1000)+i)
