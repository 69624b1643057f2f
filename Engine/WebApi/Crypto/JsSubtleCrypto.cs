using Jint;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>SubtleCrypto (https://w3c.github.io/webcrypto/#subtlecrypto-interface). Short operations end at once and give settled promises.</summary>
internal sealed class JsSubtleCrypto : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsSubtleCrypto>("SubtleCrypto")
        .PromiseMethod("encrypt", 3, static (self, arguments) => SubtleOperations.Encrypt(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("decrypt", 3, static (self, arguments) => SubtleOperations.Decrypt(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("sign", 3, static (self, arguments) => SubtleOperations.Sign(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("verify", 4, static (self, arguments) => SubtleOperations.Verify(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("digest", 2, static (self, arguments) => SubtleOperations.Digest(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("generateKey", 3, static (self, arguments) => SubtleKeys.Generate(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("deriveKey", 5, static (self, arguments) => SubtleKeys.DeriveKey(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("deriveBits", 2, static (self, arguments) => SubtleKeys.DeriveBits(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("importKey", 5, static (self, arguments) => SubtleKeys.Import(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("exportKey", 2, static (self, arguments) => SubtleKeys.Export(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("wrapKey", 4, static (self, arguments) => SubtleKeys.Wrap(WorkerRealm.Of(self.Engine), arguments))
        .PromiseMethod("unwrapKey", 7, static (self, arguments) => SubtleKeys.Unwrap(WorkerRealm.Of(self.Engine), arguments))
        .Method("timingSafeEqual", 2, static (self, arguments) => SubtleOperations.TimingSafeEqual(WorkerRealm.Of(self.Engine), arguments))
        .Build();

    public JsSubtleCrypto(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);
}
