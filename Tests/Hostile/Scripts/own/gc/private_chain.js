class N{#next=null;static link(a,b){a.#next=b}}let o=new N();globalThis.r=o;for(let i=0;i<5e4;i++){let n=new N();N.link(o,n);o=n}1
