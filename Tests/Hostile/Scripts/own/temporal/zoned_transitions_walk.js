let z=Temporal.ZonedDateTime.from("1800-01-01T00:00[Europe/Dublin]");for(let i=0;i<1e6&&z;i++)z=z.getTimeZoneTransition("next")??Temporal.ZonedDateTime.from("1800-01-01T00:00[Europe/Dublin]")
