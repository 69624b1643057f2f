using System.Reflection;
using FsCheck.Xunit;

namespace PureEdge.Limits.Tests.Sandbox;

public class ExecutionLimitsTests
{
    private static readonly PropertyInfo[] Settings = [.. typeof(ExecutionLimits).GetProperties().Where(p => p.CanWrite)];

    public static TheoryData<string> Names => [.. Settings.Select(p => p.Name)];

    public static TheoryData<string> Presets => [.. typeof(ExecutionLimits).GetProperties(BindingFlags.Public | BindingFlags.Static).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_at_the_ends_of_its_range_is_taken_and_one_beyond_is_refused_by_name_value_and_range(string name)
    {
        var (least, most) = ExecutionLimits.RangeOf(name);
        Assert.True(least < most && most < int.MaxValue * 16L, "every limit is finite");
        With(name, least).Validate();
        With(name, most).Validate();
        foreach (var value in new[] { least - 1, most + 1 })
        {
            var e = Assert.Throws<ArgumentOutOfRangeException>(() => With(name, value).Validate());
            Assert.Equal($"Limit '{name}' is {value}; it must be from {least} to {most}.", e.Message);
        }
    }

    [Property]
    public bool All_that_are_wrong_are_named_at_once(bool[] wrong)
    {
        var limits = ExecutionLimits.Default;
        var names = Settings.Zip(wrong ?? []).Where(p => p.Second).Select(p => p.First.Name).ToArray();
        foreach (var name in names)
        {
            Settings.Single(p => p.Name == name).SetValue(limits = limits with { }, Number(name, ExecutionLimits.RangeOf(name).Least - 1));
        }

        var message = Record.Exception(limits.Validate)?.Message ?? "";
        return Settings.All(p => message.Contains($"Limit '{p.Name}' is ", StringComparison.Ordinal) == names.Contains(p.Name, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_is_valid(string name)
    {
        var preset = (ExecutionLimits)typeof(ExecutionLimits).GetProperty(name)!.GetValue(null)!;
        Assert.Same(preset, preset.Validate());
    }

    [Fact]
    public void Presets_give_what_they_are_named_after()
    {
        Assert.Equal((50, 50), (ExecutionLimits.Default.CpuMilliseconds, ExecutionLimits.Default.Subrequests));
        Assert.Equal((10, 50), (ExecutionLimits.Free.CpuMilliseconds, ExecutionLimits.Free.Subrequests));
        Assert.Equal((30_000, 10_000), (ExecutionLimits.Paid.CpuMilliseconds, ExecutionLimits.Paid.Subrequests));
        // Fuel ends a request, and the clock only what fuel does not see.
        Assert.All([ExecutionLimits.Default, ExecutionLimits.Free, ExecutionLimits.Paid, ExecutionLimits.Untrusted], l => Assert.True(l.TurnMilliseconds >= 2 * l.CpuMilliseconds));
        // Untrusted code has no more of anything.
        Assert.All(Settings, p => Assert.True(Convert.ToInt64(p.GetValue(ExecutionLimits.Untrusted), null) <= Convert.ToInt64(p.GetValue(ExecutionLimits.Default), null), p.Name));
    }

    [Fact]
    public void There_is_no_range_for_what_is_no_limit() => Assert.Throws<ArgumentException>(() => ExecutionLimits.RangeOf("Memory"));

    private static ExecutionLimits With(string name, long value)
    {
        var limits = ExecutionLimits.Default with { };
        Settings.Single(p => p.Name == name).SetValue(limits, Number(name, value));
        return limits;
    }

    private static object Number(string name, long value) => Settings.Single(p => p.Name == name).PropertyType == typeof(long) ? (object)value : checked((int)value);
}
