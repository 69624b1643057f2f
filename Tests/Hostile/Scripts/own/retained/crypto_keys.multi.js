//CALLS 60
const k=[];async function main(i){for(let j=0;j<5;j++)k.push(await crypto.subtle.importKey("raw",new Uint8Array(9e5).fill(1),{name:"HMAC",hash:"SHA-256"},true,["sign"]));return k.length}
