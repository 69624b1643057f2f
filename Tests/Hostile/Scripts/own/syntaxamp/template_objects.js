let o={toString(){return "x".repeat(1e6)}};`${o}${o}${o}${o}`.repeat(100).length;let t=(s,...v)=>v.map(String).join("");for(;;)t`${o}${o}`
