new Float64Array({*[Symbol.iterator](){for(;;)yield 1}}).length
