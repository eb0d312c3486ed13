package org.vesalius.dataset;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.vesalius.io.InputException;

/** XML that need not be trusted: no document types, no entities from elsewhere, and whatever the parser throws at a damaged document is an {@link XMLStreamException}. */
final class Xml {
    private static final XMLInputFactory FACTORY = factory();

    private Xml() {}

    /** Reads a document event by event. */
    static XMLStreamReader open(InputStream in) throws XMLStreamException {
        try {
            return new Guarded(FACTORY.createXMLStreamReader(in));
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    /** The parser of the JDK lets exceptions of its inside escape, as where it lacks the text of a message. */
    private static final class Guarded extends StreamReaderDelegate {
        Guarded(XMLStreamReader reader) {
            super(reader);
        }

        @Override
        public int next() throws XMLStreamException {
            try {
                return super.next();
            } catch (InputException e) {
                throw e;
            } catch (RuntimeException e) {
                throw damaged(e);
            }
        }

        @Override
        public String getElementText() throws XMLStreamException {
            try {
                return super.getElementText();
            } catch (InputException e) {
                throw e;
            } catch (RuntimeException e) {
                throw damaged(e);
            }
        }
    }

    private static XMLStreamException damaged(RuntimeException e) {
        return new XMLStreamException("damaged document", e);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
