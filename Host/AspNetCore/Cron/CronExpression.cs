namespace PureEdge.AspNetCore.Cron;

/// <summary>
/// A cron expression as Workers read it (https://developers.cloudflare.com/workers/configuration/cron-triggers/): minute, hour, day of the month, month, day
/// of the week, in UTC. Days of the week are 1 (Sunday) to 7; <c>L</c>, <c>W</c> and <c>#</c> work; when both days are restricted, either is enough.
/// </summary>
internal sealed class CronExpression
{
    private const int MaxLength = 256;
    private const int DaysPerWeek = 7;

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _daysOfMonth;
    private readonly CronField _months;
    private readonly CronField _daysOfWeek;
    private readonly List<Func<DateTime, bool>> _specialDaysOfMonth = [];
    private readonly List<Func<DateTime, bool>> _specialDaysOfWeek = [];

    private CronExpression(string text, string[] fields)
    {
        _minutes = CronField.Parse(fields[0], 0, 59, []) ?? throw Invalid(text, "minute", fields[0], "0-59");
        _hours = CronField.Parse(fields[1], 0, 23, []) ?? throw Invalid(text, "hour", fields[1], "0-23");
        _daysOfMonth = CronField.Parse(fields[2], 1, 31, [], AddDayOfMonth) ?? throw Invalid(text, "day of the month", fields[2], "1-31, L, L-3, LW, 15W");
        _months = CronField.Parse(fields[3], 1, 12, Months) ?? throw Invalid(text, "month", fields[3], "1-12 or JAN-DEC");
        _daysOfWeek = CronField.Parse(fields[4], 1, DaysPerWeek, Days, AddDayOfWeek) ?? throw Invalid(text, "day of the week", fields[4], "1-7 or SUN-SAT, 6L, 2#1");
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="PureEdgeException">It is none; the message says which field.</exception>
    public static CronExpression Parse(string text)
    {
        var fields = text.Length <= MaxLength ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        return fields.Length == 5
            ? new(text, fields)
            : throw new PureEdgeException("cron_invalid", $"The cron expression '{(text.Length > MaxLength ? text[..MaxLength] + "..." : text)}' must have five fields: minute, hour, day of the month, month, day of the week.");
    }

    /// <summary>Whether a minute is one of its.</summary>
    /// <param name="time">The minute, in UTC.</param>
    public bool Matches(DateTime time) =>
        _minutes.Has(time.Minute) && _hours.Has(time.Hour) && _months.Has(time.Month) && MatchesDay(time);

    private static PureEdgeException Invalid(string text, string what, string field, string allowed) =>
        new("cron_invalid", $"The cron expression '{text}' has the {what} '{field}'; allowed are *, {allowed}, with ',', '-' and '/'.");

    private bool MatchesDay(DateTime time)
    {
        var ofMonth = _daysOfMonth.Has(time.Day) || _specialDaysOfMonth.Exists(day => day(time));
        var ofWeek = _daysOfWeek.Has(DayOfWeek(time)) || _specialDaysOfWeek.Exists(day => day(time));
        return _daysOfMonth.IsAny ? ofWeek : _daysOfWeek.IsAny ? ofMonth : ofMonth || ofWeek;
    }

    private static int DayOfWeek(DateTime time) => (int)time.DayOfWeek + 1;

    private static int LastDay(DateTime time) => DateTime.DaysInMonth(time.Year, time.Month);

    // L, L-3, LW, 15W.
    private bool AddDayOfMonth(string item)
    {
        var text = item.ToUpperInvariant();
        if (text == "LW")
        {
            _specialDaysOfMonth.Add(static time => time.Day == NearestWeekday(time, LastDay(time)));
            return true;
        }

        if (text.EndsWith('W') && CronField.Value(text[..^1], 1, 31, [], out var day))
        {
            _specialDaysOfMonth.Add(time => day <= LastDay(time) && time.Day == NearestWeekday(time, day));
            return true;
        }

        var before = 0;
        if (text == "L" || (text.StartsWith("L-", StringComparison.Ordinal) && CronField.Value(text[2..], 1, 30, [], out before)))
        {
            _specialDaysOfMonth.Add(time => time.Day == LastDay(time) - before);
            return true;
        }

        return false;
    }

    // L (Saturday), 6L or FRIL (the last Friday), 2#1 or MON#1 (the first Monday).
    private bool AddDayOfWeek(string item)
    {
        var text = item.ToUpperInvariant();
        if (text == "L")
        {
            _specialDaysOfWeek.Add(static time => DayOfWeek(time) == DaysPerWeek);
            return true;
        }

        if (text.EndsWith('L') && CronField.Value(text[..^1], 1, DaysPerWeek, Days, out var last))
        {
            _specialDaysOfWeek.Add(time => DayOfWeek(time) == last && time.Day + DaysPerWeek > LastDay(time));
            return true;
        }

        var parts = text.Split('#');
        if (parts.Length == 2 && CronField.Value(parts[0], 1, DaysPerWeek, Days, out var weekday) && CronField.Value(parts[1], 1, 5, [], out var nth))
        {
            _specialDaysOfWeek.Add(time => DayOfWeek(time) == weekday && (time.Day - 1) / DaysPerWeek == nth - 1);
            return true;
        }

        return false;
    }

    // The working day next to a day, in its month.
    private static int NearestWeekday(DateTime month, int day) => new DateTime(month.Year, month.Month, day, 0, 0, 0, DateTimeKind.Utc).DayOfWeek switch
    {
        System.DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
        System.DayOfWeek.Sunday => day < DateTime.DaysInMonth(month.Year, month.Month) ? day + 1 : day - 2,
        _ => day,
    };
}
