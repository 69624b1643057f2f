class R extends RegExp{exec(){this.lastIndex=0;return [""]}}"abc".match(new R("","g"))
