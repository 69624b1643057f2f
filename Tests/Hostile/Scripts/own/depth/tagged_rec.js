//RELAXED
function t(s,...v){return t`a${1}b${2}`}t`x`
