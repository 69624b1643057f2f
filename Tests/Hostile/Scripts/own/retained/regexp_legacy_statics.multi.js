//CALLS 30
function main(i){/(x+)(y*)/.exec("x".repeat(4e6)+i);return (RegExp.$1??"").length}
