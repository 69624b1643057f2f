using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.FormData;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>The members of Body (https://fetch.spec.whatwg.org/#body-mixin), which Request and Response share.</summary>
internal static class BodyMixin
{
    private delegate JsValue Conversion(WorkerRealm realm, ReadOnlyMemory<byte> bytes, bool owned, string? contentType);

    public static InterfaceBuilder<T> BodyMembers<T>(this InterfaceBuilder<T> builder)
        where T : ObjectInstance, IBodyOwner => builder
        .Getter("body", static self => self.Body is { } body ? body.ToStream(WorkerRealm.Of(self.Engine)) : JsValue.Null)
        .Getter("bodyUsed", static self => self.Body is { IsUsed: true } ? JsBoolean.True : JsBoolean.False)
        .PromiseMethod("text", 0, static (self, _) => Consume(self, typed: false, static (realm, bytes, _, _) => BodyConversion.Text(realm, bytes.Span)))
        .PromiseMethod("json", 0, static (self, _) => Consume(self, typed: false, static (realm, bytes, _, _) => BodyConversion.Json(realm, bytes.Span)))
        .PromiseMethod("arrayBuffer", 0, static (self, _) => ArrayBuffer(self))
        .PromiseMethod("bytes", 0, static (self, _) => Consume(
            self, typed: false, static (realm, bytes, owned, _) => BufferSource.NewUint8Array(realm, BodyConversion.Own(realm, bytes, owned))))
        .PromiseMethod("blob", 0, static (self, _) => Consume(
            self, typed: true, static (realm, bytes, _, contentType) => BodyConversion.Blob(realm, bytes, contentType)))
        .PromiseMethod("formData", 0, static (self, _) => Consume(
            self, typed: true, static (realm, bytes, _, contentType) => FormDataBody.Parse(realm, bytes, contentType)));

    /// <summary>What <c>arrayBuffer()</c> does.</summary>
    public static JsValue ArrayBuffer<T>(T owner)
        where T : ObjectInstance, IBodyOwner =>
        Consume(owner, typed: false, static (realm, bytes, owned, _) => BufferSource.NewArrayBuffer(realm, BodyConversion.Own(realm, bytes, owned)));

    /// <summary>"Consume body" (https://fetch.spec.whatwg.org/#concept-body-consume-body).</summary>
    private static JsValue Consume<T>(T owner, bool typed, Conversion convert)
        where T : ObjectInstance, IBodyOwner
    {
        var realm = WorkerRealm.Of(owner.Engine);
        // Read first: a script may change the headers while the body arrives.
        var contentType = typed ? owner.ContentType : null;
        if (owner.Body is not { } body)
        {
            return realm.ResolvedPromise(convert(realm, default, false, contentType));
        }

        var content = body.Take(realm);
        if (content.Source is { } source)
        {
            return realm.ToPromise(
                HostBody.ReadAllAsync(source, content.Length, realm.Host.Scope),
                (r, bytes) =>
                {
                    // The bytes were counted as they came; this is where a budget that they exceeded ends the request.
                    r.Host.Scope.Limits.ChargeAllocation(0);
                    return convert(r, bytes, true, contentType);
                });
        }

        if (content.Stream is not { } stream)
        {
            return realm.ResolvedPromise(convert(realm, content.Bytes, false, contentType));
        }

        var capability = realm.NewPromise();
        stream.ReadAll(
            Body.MaxBufferedBytes,
            bytes =>
            {
                try
                {
                    capability.Resolve(convert(realm, bytes, true, contentType));
                }
                catch (JavaScriptException e)
                {
                    capability.Reject(e.Error);
                }
            },
            capability.Reject);
        return capability.Promise;
    }
}
