let o={toJSON(){return {a:[o2]}}};let o2={toJSON(){return Array(1000).fill(1)}};JSON.stringify(Array(1e5).fill(o)).length
