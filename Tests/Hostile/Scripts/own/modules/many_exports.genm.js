let s="";for(let i=0;i<3e4;i++)s+="export let e"+i+"="+i+";";s+"import * as n from 'self';let c=0;for(let i=0;i<100;i++)c+=Object.keys(n).length;export default c"
