let s="";for(let i=0;i<5000;i++)s+="export * from 'self';";s+"export let a=1"
