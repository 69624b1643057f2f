"\u1100\u1161\u11a8".repeat(8e6).normalize("NFC").length
