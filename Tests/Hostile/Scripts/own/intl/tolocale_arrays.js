Array(3e5).fill(1234567.891).toLocaleString("de",{style:"unit",unit:"kilometer-per-hour",unitDisplay:"long"}).length
