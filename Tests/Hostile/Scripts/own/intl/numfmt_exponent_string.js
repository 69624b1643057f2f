try{new Intl.NumberFormat("en").format("1e"+"9".repeat(8)).length}catch(e){String(e)}try{new Intl.NumberFormat("en").format("1e-999999999").length}catch(e){String(e)}
