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
        Meter.Work<Unbilled>(Question);
        return calendar.GetDayOfMonth(time);
    }

    public static int GetDaysInMonth<B>(Calendar calendar, int year, int month)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.GetDaysInMonth(year, month);
    }

    public static int GetMonth<B>(Calendar calendar, DateTime time)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.GetMonth(time);
    }

    public static int GetYear<B>(Calendar calendar, DateTime time)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.GetYear(time);
    }

    public static DateTime ToDateTime<B>(Calendar calendar, int year, int month, int day, int hour, int minute, int second, int millisecond)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.ToDateTime(year, month, day, hour, minute, second, millisecond);
    }

    public static int GetDaysInYear<B>(Calendar calendar, int year)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.GetDaysInYear(year);
    }

    public static int GetLeapMonth<B>(Calendar calendar, int year)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.GetLeapMonth(year);
    }

    public static int GetMonthsInYear<B>(Calendar calendar, int year)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.GetMonthsInYear(year);
    }

    public static bool IsLeapYear<B>(Calendar calendar, int year)
        where B : struct
    {
        Meter.Work<Unbilled>(Question);
        return calendar.IsLeapYear(year);
    }
}
