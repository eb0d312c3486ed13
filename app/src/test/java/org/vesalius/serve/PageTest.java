package org.vesalius.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.infer.Inference;

/**
 * The page in a real Chromium; without one these tests are skipped.
 *
 * <p>{@code VESALIUS_PAGE=DEMO VESALIUS_PAGE_PICTURE=docs/desk.png} makes the picture of the README from a demo's folder.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageTest {
    private Served served;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Optional<Path> chromium = Browser.installed();
        assumeTrue(chromium.isPresent(), "Chromium is not installed (package chromium): the page is not tried");
        served = new Served(dir.resolve("index"));
        served.put(
                "s1",
                Map.of("patient", "p1", "report", "Small left pleural effusion. <b>No</b> pneumothorax."),
                Served.film(1));
        served.put("s0", Map.of("patient", "p1", "report", "The lungs are clear."), Served.film(2));
        served.put("s2", Map.of("patient", "p2", "report", "A left effusion is seen."), Served.film(3));
        browser = Browser.start(chromium.get(), dir.resolve("profile"));
        browser.open(
                served.service.address() + "#token=" + served.service.token().orElseThrow());
        browser.until("location.hash === '#/search' && document.querySelector('#label')?.options.length > 1");
    }

    @AfterAll
    void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (served != null) {
            served.close();
        }
    }

    private void search(String words) {
        browser.eval("location.hash = '#/search'");
        browser.type("#words", words);
        browser.click("#ask button[type=submit]");
        browser.until("document.querySelectorAll('#results .card').length > 0");
    }

    @Test
    void wordsFindStudiesAndAStudyIsRead() {
        browser.eval("document.querySelector('#mode').value = 'words'");
        search("effusion");
        browser.eval("document.querySelector('#mode').value = 'hybrid'");
        assertThat(browser.eval("document.querySelector('#found').textContent")).startsWith("2 of ");
        browser.eval("location.hash = '#/study/s1'");
        browser.until("document.querySelectorAll('#findings tr').length > 0");
        assertThat(browser.eval("document.querySelector('#report').innerText"))
                .as("markup in a report is text")
                .contains("<b>No</b> pneumothorax.");
        browser.until("document.querySelectorAll('#others .card').length === 1");
        browser.until("document.querySelectorAll('#similar .card').length > 0");
        assertThat(browser.eval("document.querySelector('#film').width")).isEqualTo("48");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSentenceAndAPhraseShowWhereTheyAreSeen() {
        browser.eval("location.hash = '#/study/s1'");
        browser.until(
                "document.querySelectorAll('#report .sentence').length === 2 && document.querySelector('#film').width === 48");
        browser.eval("document.querySelector('#report .sentence').dispatchEvent(new MouseEvent('mouseenter'))");
        browser.until("!document.querySelector('#map').hidden");
        browser.eval("document.querySelector('#report .sentence').dispatchEvent(new MouseEvent('mouseleave'))");
        browser.until("document.querySelector('#map').hidden");
        browser.type("#phrase", "effusion");
        browser.until("document.querySelector('#map-said').textContent.startsWith('Nearest at')");
        browser.click("#hide-map");
        browser.until("document.querySelector('#map').hidden");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aDroppedFilmFindsItsOwnStudyFirst() {
        browser.eval("location.hash = '#/search'");
        String film = Base64.getEncoder().encodeToString(Served.film(3));
        browser.eval(
                "(() => { const bytes = Uint8Array.from(atob('" + film + "'), c => c.charCodeAt(0));"
                        + "const files = new DataTransfer(); files.items.add(new File([bytes], 'film.png'));"
                        + "document.querySelector('#results').replaceChildren();"
                        + "document.querySelector('#ask').dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true})); })()");
        browser.until("document.querySelectorAll('#results .card').length > 0");
        assertThat(browser.eval("document.querySelector('#results .card').hash"))
                .isEqualTo("#/study/s2");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aDraftIsMarkedAndNamesItsSources() {
        browser.eval("location.hash = '#/study/s1'");
        browser.until("document.querySelectorAll('#report .sentence').length === 2");
        browser.click("#make-draft");
        browser.until("document.querySelectorAll('#draft a').length > 0");
        assertThat(browser.eval("document.querySelector('#draft').innerText")).startsWith("Draft, not a report");
        assertThat(browser.eval("document.querySelector('#draft a').hash")).startsWith("#/study/s");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aStudyIsAddedAndDeletedOnThePage() {
        served.put("gone", Map.of("patient", "p9", "report", "To be deleted."), Served.film(9));
        browser.eval("location.hash = '#/study/gone'");
        browser.until(
                "document.querySelector('#study-title').textContent.includes('gone') && ['#others li', '#similar li', '#findings tr'].every(q => document.querySelectorAll(q).length > 0)");
        browser.eval("window.confirm = () => true");
        browser.click("#delete");
        browser.until("location.hash === '#/search'");
        assertThat(served.get("/api/v1/studies/gone").statusCode()).isEqualTo(404);
        browser.eval("location.hash = '#/data'");
        browser.until("document.querySelector('#about').innerText.includes('Model')");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theKeyboardReachesSearchAndEveryFieldHasAName() {
        browser.eval("location.hash = '#/data'");
        browser.until("!document.querySelector('#data').hidden");
        browser.eval("document.activeElement.blur()");
        browser.eval("document.dispatchEvent(new KeyboardEvent('keydown', {key: '/'}))");
        browser.until("document.activeElement.id === 'words'");
        assertThat(browser.eval("[...document.querySelectorAll('input, select, textarea')]"
                        + ".filter(e => !e.labels?.length && !e.ariaLabel).map(e => e.id || e.name).join()"))
                .isEmpty();
        assertThat(browser.eval("[...document.querySelectorAll('button')]"
                        + ".filter(e => !e.textContent.trim() && !e.ariaLabel).length"))
                .isEqualTo("0");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aWrongTokenDoesNotOpenThePage(@TempDir Path profile) throws Exception {
        try (Browser stranger = Browser.start(Browser.installed().orElseThrow(), profile)) {
            stranger.open(served.service.address() + "#token=wrong");
            stranger.until("document.querySelector('#login')?.open === true");
            stranger.type("#token", served.service.token().orElseThrow());
            stranger.click("#login-form button");
            stranger.until(
                    "document.querySelector('#login')?.open === false && document.querySelector('#label')?.options.length > 1");
        }
    }

    @Test
    void thePictureOfTheReadmeIsMadeFromADemo(@TempDir Path profile) throws Exception {
        String demo = System.getenv("VESALIUS_PAGE");
        String picture = System.getenv("VESALIUS_PAGE_PICTURE");
        assumeTrue(demo != null && picture != null, "VESALIUS_PAGE names no demo: no picture is made");
        Path folder = Path.of(demo);
        try (Service service = Service.start(
                        Inference.load(folder.resolve("run")),
                        folder.resolve("index"),
                        ServiceOptions.defaults().at("127.0.0.1", 0));
                Browser reader = Browser.start(Browser.installed().orElseThrow(), profile)) {
            reader.open(service.address() + "#token=" + service.token().orElseThrow());
            reader.until("document.querySelector('#label')?.options.length > 1");
            reader.type("#words", "small left pleural effusion");
            reader.click("#ask button[type=submit]");
            reader.until("document.querySelectorAll('#results .card').length > 0");
            reader.click("#results .card");
            reader.until("document.querySelectorAll('#findings tr').length > 0");
            reader.type("#phrase", "pleural effusion");
            reader.until("document.querySelector('#map-said').textContent.startsWith('Nearest at')");
            reader.eval("(document.activeElement.blur(), window.scrollTo(0, 0))");
            Files.write(Path.of(picture), reader.screenshot());
        }
    }
}
