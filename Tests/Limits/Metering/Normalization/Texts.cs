using System.Text;

namespace PureEdge.Limits.Tests.Metering.Normalization;

internal static class Texts
{
    public static NormalizationForm[] Forms { get; } = [NormalizationForm.FormC, NormalizationForm.FormD, NormalizationForm.FormKC, NormalizationForm.FormKD];

    /// <summary>What a failure can show: marks and halves of surrogates have no looks of their own.</summary>
    public static string Hex(string text) => string.Join(' ', text.Select(static c => ((int)c).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)));
}
