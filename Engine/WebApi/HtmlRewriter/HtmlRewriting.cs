using System.Buffers;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>
/// One document on its way through a rewriter. A handler that returns a promise halts it until that is settled: the steps are an
/// iterator that yields such promises.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class HtmlRewriting(WorkerRealm realm, SelectorMatcher matcher, HandlerSet[] elements, HandlerSet[] documents) : Transformer
{
    private const int TextPiece = 16 << 10;

    private readonly HtmlTokenizer _tokenizer = new();
    private readonly ElementStack _stack = new();
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly int[] _active = new int[elements.Length];
    private readonly bool _hasText = Array.Exists(documents, static d => d.Text is not null);
    private readonly bool _hasComments = Array.Exists(documents, static d => d.Comments is not null);
    private byte[] _text = [];
    private int _textLength;
    private bool _isInText;
    private int _activeText;
    private int _activeComments;
    private int _dropping;

    /// <inheritdoc/>
    public override JsValue Transform(JsValue chunk, JsTransformStreamDefaultController controller)
    {
        if (!BufferSource.TryGetBytes(chunk, out var bytes))
        {
            return realm.RejectedPromise(realm.TypeError("A chunk of a document for HTMLRewriter is no bytes.").Error);
        }

        var limits = realm.Host.Scope.Limits;
        limits.ChargeFuel(bytes.Length / 64);
        // The copy here, twice as large when it has to grow, and the output.
        limits.ChargeAllocation(bytes.Length * 3L);
        _tokenizer.Append(bytes.Span);
        return Drive(ReadTokens(), controller);
    }

    /// <inheritdoc/>
    public override JsValue Flush(JsTransformStreamDefaultController controller)
    {
        _tokenizer.Complete();
        return Drive(Finish(), controller);
    }

    /// <inheritdoc/>
    public override JsValue Cancel(JsValue reason) => realm.ResolvedPromise(JsValue.Undefined);

    private JsValue Drive(IEnumerable<JsValue> steps, JsTransformStreamDefaultController controller)
    {
        var capability = realm.NewPromise();
        var iterator = steps.GetEnumerator();
        Advance();
        return capability.Promise;

        void Advance()
        {
            try
            {
                if (iterator.MoveNext())
                {
                    realm.React(iterator.Current, _ => Advance(), capability.Reject);
                    return;
                }

                if (_output.WrittenCount > 0)
                {
                    controller.Enqueue(BufferSource.NewUint8Array(realm, _output.WrittenSpan.ToArray()));
                    _output.ResetWrittenCount();
                }

                capability.Resolve(JsValue.Undefined);
            }
            catch (JavaScriptException e)
            {
                capability.Reject(e.Error);
            }
            catch (InvalidDataException e)
            {
                capability.Reject(realm.TypeError(e.Message).Error);
            }
        }
    }

    private IEnumerable<JsValue> ReadTokens()
    {
        while (_tokenizer.TryRead(out var token))
        {
            realm.Host.Scope.Limits.ChargeFuel(1);
            if (token.Kind == HtmlTokenKind.Text)
            {
                foreach (var promise in OnText(token.Raw))
                {
                    yield return promise;
                }

                continue;
            }

            foreach (var promise in EndText())
            {
                yield return promise;
            }

            foreach (var promise in OnMarkup(token))
            {
                yield return promise;
            }
        }
    }

    private IEnumerable<JsValue> OnMarkup(HtmlToken token)
    {
        switch (token.Kind)
        {
            case HtmlTokenKind.StartTag:
                return OnStartTag(token);
            case HtmlTokenKind.EndTag:
                return OnEndTag(token);
            case HtmlTokenKind.Comment when _hasComments || _activeComments > 0:
                return OnComment(token);
            case HtmlTokenKind.Doctype:
                return OnDoctype(token);
            default:
                Write(token.Raw.Span);
                return [];
        }
    }

    private IEnumerable<JsValue> Finish()
    {
        foreach (var promise in ReadTokens().Concat(EndText()))
        {
            yield return promise;
        }

        while (_stack.HasOpen)
        {
            Close(_stack.Pop());
        }

        var end = new JsHtmlDocumentEnd(realm);
        foreach (var promise in documents.Where(static d => d.End is not null).Select(d => Call(d, d.End!, end)).OfType<JsValue>())
        {
            yield return promise;
        }

        end.End();
        Write(end.BeforeContent);
    }

    // Pieces of a node end where the node says and not where the network did: handlers see the same every time.
    private IEnumerable<JsValue> OnText(ReadOnlyMemory<byte> raw)
    {
        if (!_hasText && _activeText == 0)
        {
            Write(raw.Span);
            yield break;
        }

        _isInText = true;
        while (raw.Length > 0)
        {
            if (_text.Length == 0)
            {
                realm.Host.Scope.Limits.ChargeAllocation(TextPiece);
                _text = new byte[TextPiece];
            }

            var count = Math.Min(raw.Length, TextPiece - _textLength);
            raw.Span[..count].CopyTo(_text.AsSpan(_textLength));
            _textLength += count;
            raw = raw[count..];
            if (_textLength == TextPiece)
            {
                var whole = WholeCharacters();
                foreach (var promise in EmitText(whole, isLast: false))
                {
                    yield return promise;
                }

                _text.AsSpan(whole, _textLength - whole).CopyTo(_text);
                _textLength -= whole;
            }
        }
    }

    private IEnumerable<JsValue> EndText()
    {
        if (_isInText)
        {
            _isInText = false;
            foreach (var promise in EmitText(_textLength, isLast: true))
            {
                yield return promise;
            }

            _textLength = 0;
        }
    }

    private int WholeCharacters()
    {
        var end = TextPiece - 1;
        while (end > TextPiece - 4 && (_text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        // The last character begins here; it stays for the next piece when it may go on there.
        return _text[end] >= 0xC0 ? end : TextPiece;
    }

    private IEnumerable<JsValue> EmitText(int length, bool isLast)
    {
        var limits = realm.Host.Scope.Limits;
        limits.ChargeFuel(elements.Length / 64);
        limits.ChargeAllocation(128 + (length * 2L));
        var text = new JsHtmlText(realm, Encoding.UTF8.GetString(_text, 0, length), isLast);
        foreach (var promise in Handlers(static h => h.Text).Select(h => Call(h, h.Text!, text)).OfType<JsValue>())
        {
            yield return promise;
        }

        text.End();
        Write(text.BeforeContent);
        if (text.Removed)
        {
            Write(text.Replacement);
        }
        else
        {
            Write(_text.AsSpan(0, length));
        }

        Write(text.AfterContent);
    }

    private IEnumerable<JsValue> OnComment(HtmlToken token)
    {
        realm.ChargeInput(token.Raw.Length, 4);
        realm.Host.Scope.Limits.ChargeFuel(elements.Length / 64);
        var comment = new JsHtmlComment(realm, Encoding.UTF8.GetString(token.Content.Span));
        foreach (var promise in Handlers(static h => h.Comments).Select(h => Call(h, h.Comments!, comment)).OfType<JsValue>())
        {
            yield return promise;
        }

        comment.End();
        Write(comment.BeforeContent);
        if (comment.Removed)
        {
            Write(comment.Replacement);
        }
        else if (comment.IsChanged)
        {
            Write($"<!--{comment.Text}-->");
        }
        else
        {
            Write(token.Raw.Span);
        }

        Write(comment.AfterContent);
    }

    private IEnumerable<JsValue> OnDoctype(HtmlToken token)
    {
        Write(token.Raw.Span);
        if (!Array.Exists(documents, static d => d.Doctype is not null))
        {
            yield break;
        }

        realm.ChargeInput(token.Raw.Length, 4);
        var doctype = new JsHtmlDoctype(realm, DoctypeText.Parse(Encoding.UTF8.GetString(token.Content.Span)["doctype".Length..]));
        foreach (var promise in documents.Where(static d => d.Doctype is not null).Select(d => Call(d, d.Doctype!, doctype)).OfType<JsValue>())
        {
            yield return promise;
        }

        doctype.End();
    }

    private IEnumerable<JsValue> OnStartTag(HtmlToken token)
    {
        var source = Encoding.UTF8.GetString(token.Content.Span);
        var name = source.ToLowerInvariant();
        while (_stack.EndsForeign(name))
        {
            Close(_stack.Pop());
        }

        var limits = realm.Host.Scope.Limits;
        // Each step may look through the attributes, and each value is decoded at most once.
        limits.ChargeFuel((matcher.Weight * (16L + _tokenizer.Attributes.Count + (token.Raw.Length / 64)) / 128) + (token.Raw.Length / 64));
        limits.ChargeAllocation(256 + (token.Raw.Length * 6L));
        var element = new OpenElement(name, _stack.NamespaceOf(name));
        var attributes = new HtmlAttributes(token.Raw, _tokenizer.Attributes);
        _stack.Top.AddChild(element, matcher.CountsTypes);
        matcher.Match(_stack.Top, element, attributes);
        var hasContent = ElementStack.HasContent(element, token.IsSelfClosing);
        var drops = false;
        if (element.Matched?.Exists(i => elements[i].Element is not null) == true)
        {
            var script = new JsHtmlElement(realm, element, name, attributes, hasContent);
            foreach (var promise in element.Matched.Select(i => elements[i]).Where(static h => h.Element is not null).Select(h => Call(h, h.Element!, script)).OfType<JsValue>())
            {
                yield return promise;
            }

            script.End();
            drops = WriteStart(script, element, token, source, hasContent);
        }
        else
        {
            Write(token.Raw.Span);
        }

        if (hasContent)
        {
            Open(element, drops);
        }
    }

    private bool WriteStart(JsHtmlElement script, OpenElement element, HtmlToken token, string source, bool hasContent)
    {
        Write(script.BeforeContent);
        Write(script.Replacement);
        if (!script.DropsTags && !script.IsChanged)
        {
            Write(token.Raw.Span);
        }
        else if (!script.DropsTags)
        {
            Write(script.StartTag(source, token.IsSelfClosing));
        }

        if (!hasContent)
        {
            Write(script.AfterContent);
            return false;
        }

        Write(script.Prepended);
        (element.BeforeEnd, element.AfterEnd, element.DropsEndTag, element.NewName) = (script.Appended, script.AfterContent, script.DropsTags, script.NewName);
        return script.DropsContent;
    }

    private void Open(OpenElement element, bool drops)
    {
        element.DropsContent = drops;
        _dropping += drops ? 1 : 0;
        _stack.Push(element);
        Activate(element, 1);
        _tokenizer.AllowsCData = element.Namespace != HtmlNamespace.Html;
        if (element.Namespace == HtmlNamespace.Html)
        {
            switch (element.Name)
            {
                case "title" or "textarea" or "style" or "xmp" or "iframe" or "noembed" or "noframes" or "script":
                    _tokenizer.EnterRawText(element.Name);
                    break;
                case "plaintext":
                    _tokenizer.EnterPlaintext();
                    break;
            }
        }
    }

    private IEnumerable<JsValue> OnEndTag(HtmlToken token)
    {
        var source = Encoding.UTF8.GetString(token.Content.Span);
        var name = source.ToLowerInvariant();
        if (!_stack.IsOpen(name))
        {
            Write(token.Raw.Span);
            yield break;
        }

        while (_stack.Top.Name != name)
        {
            realm.Host.Scope.Limits.ChargeFuel(1);
            Close(_stack.Pop());
        }

        var element = _stack.Pop();
        Leave(element);
        JsHtmlEndTag? script = null;
        if (element.EndHandlers is { } handlers)
        {
            script = new JsHtmlEndTag(realm, element.NewName ?? name);
            foreach (var promise in handlers.Select(h => Call(JsValue.Undefined, h, script)).OfType<JsValue>())
            {
                yield return promise;
            }

            script.End();
        }

        Write(element.BeforeEnd);
        Write(script?.BeforeContent ?? "");
        if (!element.DropsEndTag && script?.Removed != true)
        {
            var newName = script is not null && script.Name != name ? script.Name : element.NewName;
            if (newName is null)
            {
                Write(token.Raw.Span);
            }
            else
            {
                Write($"</{newName}>");
            }
        }

        Write(script?.AfterContent ?? "");
        Write(element.AfterEnd);
    }

    // Without an end tag of its own: what belongs to it goes out here.
    private void Close(OpenElement element)
    {
        Leave(element);
        Write(element.BeforeEnd);
        Write(element.AfterEnd);
    }

    private void Leave(OpenElement element)
    {
        _dropping -= element.DropsContent ? 1 : 0;
        Activate(element, -1);
        _tokenizer.AllowsCData = _stack.Top.Namespace != HtmlNamespace.Html;
    }

    private void Activate(OpenElement element, int by)
    {
        foreach (var index in element.Matched ?? [])
        {
            _active[index] += by;
            _activeText += elements[index].Text is null ? 0 : by;
            _activeComments += elements[index].Comments is null ? 0 : by;
        }
    }

    // Once for each registration, however many of its elements are open.
    private IEnumerable<HandlerSet> Handlers(Func<HandlerSet, JsValue?> member) =>
        documents.Concat(elements.Where((_, i) => _active[i] > 0)).Where(h => member(h) is not null);

    private JsValue? Call(HandlerSet handlers, JsValue handler, JsContentToken token) => Call(handlers.This, handler, token);

    private JsValue? Call(JsValue thisArgument, JsValue handler, JsContentToken token) =>
        WorkerRealm.PromiseOf(realm.Call(handler, thisArgument, token));

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (_dropping == 0)
        {
            _output.Write(bytes);
        }
    }

    private void Write(string text)
    {
        if (_dropping == 0 && text.Length > 0)
        {
            Encoding.UTF8.GetBytes(text, _output);
        }
    }
}
