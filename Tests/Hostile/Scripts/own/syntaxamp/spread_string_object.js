let s="x".repeat(3e6);let o={...s};let a=[...s,...s];Object.values(o).length
