using System.Collections.Frozen;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>An encoding of the standard, found by its labels.</summary>
/// <remarks>Immutable. https://encoding.spec.whatwg.org/#names-and-labels</remarks>
internal sealed class TextEncodingName
{
    private static readonly Dictionary<string, TextEncodingName> Building = new(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, TextEncodingName> ByLabel = Build();

    private readonly Func<ByteDecoder> _newDecoder;

    private TextEncodingName(string name, Func<ByteDecoder> newDecoder)
    {
        Name = name;
        LowerName = name.ToLowerInvariant();
        _newDecoder = newDecoder;
    }

    public static TextEncodingName Utf8 { get; } = ByLabel["utf-8"];

    public string Name { get; }

    public string LowerName { get; }

    /// <summary>Whether U+FEFF at the beginning is a mark and no text.</summary>
    public bool HasByteOrderMark => Name.StartsWith("UTF-", StringComparison.Ordinal);

    /// <summary>"Get an encoding": <see langword="null"/> for failure.</summary>
    public static TextEncodingName? Get(string label) => ByLabel.GetValueOrDefault(label.Trim('\t', '\n', '\f', '\r', ' '));

    public ByteDecoder NewDecoder() => _newDecoder();

    private static FrozenDictionary<string, TextEncodingName> Build()
    {
        Add("UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8", static () => new Utf8ByteDecoder());
        AddSingleByte("IBM866", "866 cp866 csibm866 ibm866");
        AddSingleByte("ISO-8859-2", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2");
        AddSingleByte("ISO-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3");
        AddSingleByte("ISO-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4");
        AddSingleByte("ISO-8859-5", "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988");
        AddSingleByte("ISO-8859-6", "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987");
        AddSingleByte("ISO-8859-7", "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek");
        AddSingleByte("ISO-8859-8", "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual");
        AddSingleByte("ISO-8859-8-I", "csiso88598i iso-8859-8-i logical", "iso-8859-8");
        AddSingleByte("ISO-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6");
        AddSingleByte("ISO-8859-13", "iso-8859-13 iso8859-13 iso885913");
        AddSingleByte("ISO-8859-14", "iso-8859-14 iso8859-14 iso885914");
        AddSingleByte("ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9");
        AddSingleByte("ISO-8859-16", "iso-8859-16");
        AddSingleByte("KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r");
        AddSingleByte("KOI8-U", "koi8-ru koi8-u");
        AddSingleByte("macintosh", "csmacintosh mac macintosh x-mac-roman");
        AddSingleByte("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874");
        AddSingleByte("windows-1250", "cp1250 windows-1250 x-cp1250");
        AddSingleByte("windows-1251", "cp1251 windows-1251 x-cp1251");
        AddSingleByte("windows-1252", "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252");
        AddSingleByte("windows-1253", "cp1253 windows-1253 x-cp1253");
        AddSingleByte("windows-1254", "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254");
        AddSingleByte("windows-1255", "cp1255 windows-1255 x-cp1255");
        AddSingleByte("windows-1256", "cp1256 windows-1256 x-cp1256");
        AddSingleByte("windows-1257", "cp1257 windows-1257 x-cp1257");
        AddSingleByte("windows-1258", "cp1258 windows-1258 x-cp1258");
        AddSingleByte("x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian");
        Add("GBK", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk", static () => new Gb18030Decoder());
        Add("gb18030", "gb18030", static () => new Gb18030Decoder());
        Add("Big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5", static () => new Big5Decoder());
        Add("EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp", static () => new EucJpDecoder());
        Add("ISO-2022-JP", "csiso2022jp iso-2022-jp", static () => new Iso2022JpDecoder());
        Add("Shift_JIS", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis", static () => new ShiftJisDecoder());
        Add("EUC-KR", "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949", static () => new EucKrDecoder());
        Add("replacement", "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement", static () => new ReplacementDecoder());
        Add("UTF-16BE", "unicodefffe utf-16be", static () => new Utf16ByteDecoder(isBigEndian: true));
        Add("UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le", static () => new Utf16ByteDecoder(isBigEndian: false));
        Add("x-user-defined", "x-user-defined", static () => new UserDefinedDecoder());
        return Building.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static void AddSingleByte(string name, string labels, string? index = null)
    {
        index ??= name.ToLowerInvariant();
        Add(name, labels, () => new SingleByteDecoder(EncodingIndex.Get(index)));
    }

    private static void Add(string name, string labels, Func<ByteDecoder> newDecoder)
    {
        var encoding = new TextEncodingName(name, newDecoder);
        foreach (var label in labels.Split(' '))
        {
            Building.Add(label, encoding);
        }
    }
}
