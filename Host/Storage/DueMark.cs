namespace PureEdge.Storage;

/// <summary>Says that an entry is to be found by <see cref="IEdgeStore.DueAsync"/> from a time on: an alarm, a message's delivery, a cron tick.</summary>
/// <param name="Kind">What is due, 1 to <see cref="StoreLimits.MaxKindBytes"/> bytes of UTF-8.</param>
/// <param name="At">From when on.</param>
public readonly record struct DueMark(string Kind, DateTimeOffset At);
