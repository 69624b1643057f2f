new TextEncoder().encode("\u20ac".repeat(2**24)).length
