import { add, addBusinessDays, areIntervalsOverlapping, closestTo, differenceInCalendarDays, differenceInMonths, eachDayOfInterval, eachWeekOfInterval, endOfQuarter, format, formatDistance, formatDistanceStrict, formatDuration, formatISO, formatRelative, formatRFC7231, getISOWeek, getWeek, intervalToDuration, isLeapYear, isMatch, isValid, lightFormat, nextFriday, parse, parseISO, roundToNearestMinutes, setDay, startOfWeek, sub } from "date-fns";
import { ar, de, enUS, fr, ja, ru } from "date-fns/locale";

const base = new Date(2024, 1, 29, 13, 5, 9, 78);
const iso = (d) => d.toISOString();

const cases = {
  "/format": () => ["yyyy-MM-dd'T'HH:mm:ss.SSS", "EEEE, do MMMM y G", "h:mm a, bbbb", "QQQ 'of' yyyy, 'week' II", "DDD ddd", "PPPPpppp", "t T", "xxx XX", "''''"].map((f) => { try { return format(base, f, { useAdditionalDayOfYearTokens: true }); } catch (e) { return e.name + ": " + e.message; } }),
  "/locales": () => Object.fromEntries([["ar", ar], ["de", de], ["enUS", enUS], ["fr", fr], ["ja", ja], ["ru", ru]].map(([name, locale]) => [name, [format(base, "PPPP", { locale }), formatDistance(sub(base, { days: 40 }), base, { locale, addSuffix: true }), formatRelative(sub(base, { days: 3 }), base, { locale }), getWeek(base, { locale })]])),
  "/arithmetic": () => ({ add: iso(add(base, { years: 1, months: 1, days: 1, hours: 25 })), sub: iso(sub(base, { months: 12 })), business: iso(addBusinessDays(base, 7)), quarter: iso(endOfQuarter(base)), week: iso(startOfWeek(base, { weekStartsOn: 1 })), friday: iso(nextFriday(base)), day: iso(setDay(base, 0)), round: iso(roundToNearestMinutes(base, { nearestTo: 15 })) }),
  "/differences": () => ({ months: differenceInMonths(new Date(2025, 2, 1), base), days: differenceInCalendarDays(new Date(2024, 2, 1), base), duration: intervalToDuration({ start: base, end: new Date(2027, 5, 1) }), words: formatDuration({ years: 2, months: 9, days: 1 }, { delimiter: ", " }), strict: formatDistanceStrict(base, new Date(2024, 1, 29, 15), { unit: "minute" }), closest: iso(closestTo(base, [new Date(2024, 0, 1), new Date(2024, 3, 1)])), overlap: areIntervalsOverlapping({ start: base, end: add(base, { days: 2 }) }, { start: add(base, { days: 1 }), end: add(base, { days: 5 }) }) }),
  "/ranges": () => ({ days: eachDayOfInterval({ start: base, end: add(base, { days: 3 }) }).map((d) => lightFormat(d, "dd/MM")), weeks: eachWeekOfInterval({ start: new Date(2024, 0, 1), end: new Date(2024, 0, 31) }).map(iso), isoWeek: getISOWeek(new Date(2021, 0, 3)), leap: [2000, 1900, 2024].map((y) => isLeapYear(new Date(y, 0, 1))) }),
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/parse") {
      const [text, pattern] = [searchParams.get("text"), searchParams.get("pattern")];
      const date = pattern ? parse(text, pattern, base, { locale: de }) : parseISO(text);
      if (!isValid(date)) return Response.json({ error: "invalid", matches: pattern ? isMatch(text, pattern) : null }, { status: 400 });
      return Response.json({ iso: formatISO(date), basic: formatISO(date, { format: "basic", representation: "date" }), http: formatRFC7231(date) });
    }
    const run = cases[pathname];
    return run ? Response.json(run()) : new Response("?", { status: 404 });
  },
};
