class B{constructor(o){return o}}let o={};globalThis.r=o;for(let i=0;i<2e4;i++){let v={};(class extends B{#f=v}).prototype;new (class extends B{#f=v})(o)}1
