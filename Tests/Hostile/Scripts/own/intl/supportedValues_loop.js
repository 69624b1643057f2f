for(;;)for(const k of ["calendar","collation","currency","numberingSystem","timeZone","unit"])Intl.supportedValuesOf(k)
