//CALLS 60
const u=new URL("http://a/");function main(i){for(let j=0;j<5000;j++)u.searchParams.append("k"+i+"_"+j,"v".repeat(20));return u.searchParams.size}
