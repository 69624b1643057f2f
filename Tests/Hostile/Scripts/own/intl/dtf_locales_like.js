try{new Intl.DateTimeFormat({length:2**53-1})}catch(e){String(e)}
