let s="let a=1;export {";for(let i=0;i<3e4;i++)s+="a as 'n "+i+"',";s+"};export default a"
