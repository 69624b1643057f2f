for(let i=0;;i++)new Date(i*1e9).toLocaleString("fa",{timeZone:["UTC","Asia/Tokyo","America/New_York","+05:30"][i%4],timeZoneName:"longOffset"})
