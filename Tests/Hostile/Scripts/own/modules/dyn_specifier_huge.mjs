let r=await import("x".repeat(5e7)).catch(e=>String(e).length);export default r
