new RegExp("["+"[\\p{L}&&\\p{Lu}--[A-Z]]".repeat(2000)+"]","vi").test("x")
