let s="class A{m(){";for(let i=0;i<5e4;i++)s+="this.#u"+i+";";s+"}}"
