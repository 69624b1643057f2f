using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>
/// Calendars that are not ISO's: tables of moons and years that are walked for every question, half a microsecond each. For safety only: what
/// is billed for a calendar is its loops, and stays so.
/// </summary>
[Replaces(typeof(Calendar))]
internal static class CalendarCalls
{
    private const int Question = 32;

    public static int GetDayOfMonth<B>(Calendar calendar, DateTime time)
        where B : struct
    {
        return Asked(calendar).GetDayOfMonth(time);
    }

    public static int GetDaysInMonth<B>(Calendar calendar, int year, int month)
        where B : struct
    {
        return Asked(calendar).GetDaysInMonth(year, month);
    }

    public static int GetMonth<B>(Calendar calendar, DateTime time)
        where B : struct
    {
        return Asked(calendar).GetMonth(time);
    }

    public static int GetYear<B>(Calendar calendar, DateTime time)
        where B : struct
    {
        return Asked(calendar).GetYear(time);
    }

    public static DateTime ToDateTime<B>(Calendar calendar, int year, int month, int day, int hour, int minute, int second, int millisecond)
        where B : struct
    {
        return Asked(calendar).ToDateTime(year, month, day, hour, minute, second, millisecond);
    }

    public static int GetDaysInYear<B>(Calendar calendar, int year)
        where B : struct
    {
        return Asked(calendar).GetDaysInYear(year);
    }

    public static int GetLeapMonth<B>(Calendar calendar, int year)
        where B : struct
    {
        return Asked(calendar).GetLeapMonth(year);
    }

    public static int GetMonthsInYear<B>(Calendar calendar, int year)
        where B : struct
    {
        return Asked(calendar).GetMonthsInYear(year);
    }

    public static bool IsLeapYear<B>(Calendar calendar, int year)
        where B : struct
    {
        return Asked(calendar).IsLeapYear(year);
    }

    private static Calendar Asked(Calendar calendar)
    {
        Meter.Work<Unbilled>(Question);
        return calendar;
    }
}
