package org.vesalius.serve;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import org.vesalius.io.InputException;

/**
 * Tokens that an OpenID provider has signed (JWT, RFC 7519). The provider's keys come from a file (JWKS), never over the network. A token must be signed by one of them, be of the issuer and for the audience,
 * not be expired, name its subject, and carry the claim {@value #ROLE} with {@code read}, {@code write} or {@code admin}.
 */
final class SignedTokens {
    static final String ROLE = "vesalius_role";

    /** No symmetric algorithm and never {@code none}: the file holds public keys. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.EdDSA);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    private SignedTokens(JWKSet keys, String issuer, String audience) {
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp", ROLE)));
    }

    /** With the keys of a file. */
    static SignedTokens of(ServiceOptions.Provider provider) throws IOException {
        Path file = provider.keys();
        try {
            return new SignedTokens(JWKSet.parse(Files.readString(file)), provider.issuer(), provider.audience());
        } catch (ParseException e) {
            throw new InputException(
                    "--oidc-keys: expected a JSON Web Key Set, got another text; save what the provider's jwks_uri answers",
                    e);
        }
    }

    /** Who a token says that it is; nobody where it does not hold. */
    Optional<Access.Caller> caller(String token) {
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return role(claims.getStringClaim(ROLE))
                    .map(role -> new Access.Caller("oidc:" + claims.getSubject(), role));
        } catch (ParseException | BadJOSEException | JOSEException _) {
            return Optional.empty();
        }
    }

    private static Optional<Role> role(String name) {
        return switch (name) {
            case "read" -> Optional.of(Role.READ);
            case "write" -> Optional.of(Role.WRITE);
            case "admin" -> Optional.of(Role.ADMIN);
            default -> Optional.empty();
        };
    }
}
